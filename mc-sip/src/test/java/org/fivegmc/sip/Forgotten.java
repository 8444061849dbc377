package org.fivegmc.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;

/// Shows that nobody keeps an object any more.
public final class Forgotten {
    private Forgotten() {}

    /// The caller must not have it in a variable, nor have had it in one of the same method.
    public static void assertForgotten(WeakReference<?> what) {
        for (int i = 0; i < 100 && what.get() != null; i++) {
            System.gc();
        }
        assertThat(what.get()).isNull();
    }
}
