package org.fivegmc.server.log;

/// A number on its way into a log line: masked when it is printed, and only then.
///
/// Use it for every address that is an argument of a log call, so that the line is safe even where
/// `log.mask-numbers` is off for the rest.
public record Masked(String number) {

    @Override
    public String toString() {
        return NumberMask.mask(number);
    }
}
