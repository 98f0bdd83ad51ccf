// Package transjob is one text under translation: the sentences of the source as
// they are now, what was saved for them, what changed since, what resembles them
// in the memory, and what stands against certifying. It is pure; the store keeps
// what was saved, the pages show it.
package transjob
