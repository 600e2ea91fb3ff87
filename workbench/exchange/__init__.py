"""Foreign task formats, one module each. Importers yield; writing into a workspace is the store's.

registry.FORMATS["humanevalpack"](path)  ->  Imported, Imported, ...
"""
