"""The commands of the command line, one module a command; each adds itself to the application by ``register``."""
