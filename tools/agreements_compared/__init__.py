"""Published effects of trade agreements beside ours, assumption by assumption: ``docs/methods/agreements-compared.md``."""
