// Package deploy holds what docker-compose.yml mounts, and the tests that hold
// the compose file, its scripts and its secrets together.
package deploy
