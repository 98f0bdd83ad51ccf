-- +goose Up

-- Days imported together carry one id, from which the commands that recompute requests take theirs. Several entries for
-- one day may follow each other under one proclamation: the last one holds, and the earlier ones stay to be read.
ALTER TABLE holiday_overlays DROP CONSTRAINT holiday_overlays_calendar_day_cause_key;
ALTER TABLE holiday_overlays ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE holiday_overlays ADD COLUMN import_id text NOT NULL DEFAULT '';
CREATE INDEX holiday_overlays_order ON holiday_overlays (calendar, n);

-- +goose Down
DROP INDEX holiday_overlays_order;
ALTER TABLE holiday_overlays DROP COLUMN import_id;
ALTER TABLE holiday_overlays DROP COLUMN n;
DELETE FROM holiday_overlays o USING holiday_overlays p WHERE o.calendar = p.calendar AND o.day = p.day AND o.cause = p.cause AND o.id < p.id;
ALTER TABLE holiday_overlays ADD CONSTRAINT holiday_overlays_calendar_day_cause_key UNIQUE (calendar, day, cause);
