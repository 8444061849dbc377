package org.fivegmc.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.OutputStream;
import org.fivegmc.server.config.OperationsConfig.LogFormat;
import org.fivegmc.server.config.OperationsConfig.LogLevel;

/// Sets Logback up in code; there is no XML to find on a class path.
public final class LogSetup {
    /// UTC, so that the lines of several machines sort together.
    static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %-28logger{28} %replace([%X{message}] ){'^\\[\\] $',''}%msg%n%ex";

    private LogSetup() {}

    /// Replaces whatever the context wrote to by lines to `out`; libraries stay at WARN unless
    /// `level` is lower than INFO.
    public static void apply(
            LoggerContext context,
            LogLevel level,
            LogFormat format,
            boolean maskNumbers,
            OutputStream out) {
        context.reset();
        Encoder<ILoggingEvent> encoder =
                switch (format) {
                    case TEXT -> text(context, maskNumbers);
                    case JSON -> new JsonLineEncoder(maskNumbers);
                };
        encoder.setContext(context);
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        Level ours = Level.valueOf(level.name());
        root.setLevel(
                ours.isGreaterOrEqual(Level.INFO) && !ours.isGreaterOrEqual(Level.WARN)
                        ? Level.WARN
                        : ours);
        // events and parts of the server log under names of their own, such as mc.events
        context.getLogger("mc").setLevel(ours);
        context.getLogger("org.fivegmc").setLevel(ours);
    }

    private static LayoutWrappingEncoder<ILoggingEvent> text(
            LoggerContext context, boolean maskNumbers) {
        var layout = new MaskingLayout(maskNumbers);
        layout.setContext(context);
        layout.setPattern(PATTERN);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setLayout(layout);
        return encoder;
    }
}
