"""One module a language: layout, commands, inventory, parser. Nothing is executed here."""
