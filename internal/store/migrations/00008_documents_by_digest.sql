-- +goose Up

-- A file that somebody brings is looked up by its content.
CREATE INDEX documents_sha256 ON documents (sha256);

-- +goose Down
DROP INDEX documents_sha256;
