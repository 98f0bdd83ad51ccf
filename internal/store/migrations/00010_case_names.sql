-- +goose Up

-- The register of names of a case: a revision for every change, sealed under the case's key. The latest one of an id
-- holds; gone says that it is an entry no more. Ids, actions and dates say nothing of anybody.
CREATE TABLE case_names (
    case_id  text NOT NULL REFERENCES cases,
    id       text COLLATE "C" NOT NULL,
    revision int NOT NULL CHECK (revision > 0),
    action   text NOT NULL CHECK (action IN ('add', 'edit', 'form', 'merge', 'merged', 'different', 'remove')),
    gone     boolean NOT NULL,
    body     bytea NOT NULL,
    by_id    text NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (case_id, id, revision)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_names
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose Down
DROP TABLE case_names;
