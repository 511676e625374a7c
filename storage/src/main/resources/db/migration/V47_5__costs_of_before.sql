-- Reads the rows that were there before, beside whoever works on them.
ALTER TABLE model_call VALIDATE CONSTRAINT model_call_cost;
