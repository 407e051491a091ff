"""Slurm: a batch job whose containers are started by Pyxis or Apptainer."""
