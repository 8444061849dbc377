package org.fivegmc.server.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/// A pattern layout whose whole line is masked, stack traces included.
final class MaskingLayout extends PatternLayout {
    private final boolean mask;

    MaskingLayout(boolean mask) {
        this.mask = mask;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        String line = super.doLayout(event);
        return mask ? NumberMask.mask(line) : line;
    }
}
