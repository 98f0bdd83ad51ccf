-- +goose Up

-- A sealed annex is made on demand and never kept: an erased case keeps no
-- identity. What remains is who had it made, when, and the digest of the file.
ALTER TABLE sealed_access DROP CONSTRAINT sealed_access_action_check;
ALTER TABLE sealed_access ADD CONSTRAINT sealed_access_action_check CHECK (action IN ('read', 'write', 'annex'));
ALTER TABLE sealed_access ADD COLUMN sha256 text NOT NULL DEFAULT '' CHECK (sha256 = '' OR sha256 ~ '^[0-9a-f]{64}$');

-- +goose Down
ALTER TABLE sealed_access DROP COLUMN sha256;
ALTER TABLE sealed_access DROP CONSTRAINT sealed_access_action_check;
ALTER TABLE sealed_access ADD CONSTRAINT sealed_access_action_check CHECK (action IN ('read', 'write')) NOT VALID;
