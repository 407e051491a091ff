"""Files and folders that commands read and write: the job's file, the export folder, the built site."""
