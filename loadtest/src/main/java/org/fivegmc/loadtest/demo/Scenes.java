package org.fivegmc.loadtest.demo;

/// What is played against a server that was just started.
@FunctionalInterface
interface Scenes {
    /// Tells the [Printer] what was expected and whether it was seen.
    void play();
}
