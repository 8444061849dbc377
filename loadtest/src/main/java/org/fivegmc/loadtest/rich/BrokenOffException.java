package org.fivegmc.loadtest.rich;

/// A scene can not go on: something was not answered well. What that means the books say.
final class BrokenOffException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenOffException(String what) {
        super(what);
    }
}
