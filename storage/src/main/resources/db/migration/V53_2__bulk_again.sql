-- A run that makes new versions of what is done, with the schema and the options that the project has by then.
ALTER TYPE bulk_action ADD VALUE IF NOT EXISTS 'again';
