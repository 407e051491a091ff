"""The files and folders that commands read and write: the job given, the exported folder, the built site."""
