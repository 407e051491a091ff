"""The commands of a task role with variables in place of parameters and secrets.

Begin with `variables.py`. A job's own values are text that bash reads, as on OpenPAI (`author_text.py`,
`own_values.py`); values given later stay data.
"""
