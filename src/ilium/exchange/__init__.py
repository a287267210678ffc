"""Pure mappings to formats that others read: the export file, tables, a calendar."""
