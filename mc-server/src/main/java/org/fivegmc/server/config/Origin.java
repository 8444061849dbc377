package org.fivegmc.server.config;

/// Where the value of a setting came from; printed by `config show` and in front of every problem.
public sealed interface Origin {

    /// Nobody set it: the catalogue's default holds.
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /// A line (from 1) of the configuration file.
    record FileLine(String file, int line) implements Origin {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /// An environment variable (`MC_SIP_LISTEN`).
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return "environment " + variable;
        }
    }

    /// An option of the command line (`--data`).
    record CommandLine(String option) implements Origin {
        @Override
        public String toString() {
            return "option " + option;
        }
    }
}
