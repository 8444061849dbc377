package org.fivegmc.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.fivegmc.server.config.OperationsConfig.LogFormat;
import org.fivegmc.server.config.OperationsConfig.LogLevel;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LogSetupTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    LogSetupTest() {
        context.setMDCAdapter(mdc);
    }

    @Test
    void textLinesAreMaskedWithTheirStackTraces() {
        LogSetup.apply(context, LogLevel.INFO, LogFormat.TEXT, true, out);
        mdc.put(LogKeys.MESSAGE, "m-1");
        context.getLogger("org.fivegmc.sip")
                .info("to {}", "+8613812340001", new IllegalStateException("+8613812340002"));

        assertThat(lines())
                .contains(
                        "INFO", "[m-1] to +86138****0001", "IllegalStateException: +86138****0002")
                .doesNotContain("3812340001");
    }

    @Test
    void withoutAMessageThereIsNoEmptyBracket() {
        LogSetup.apply(context, LogLevel.INFO, LogFormat.TEXT, true, out);
        context.getLogger("org.fivegmc.sip").info("started");

        assertThat(lines()).endsWith(" started\n").doesNotContain("[");
    }

    @Test
    void jsonLinesCarryTheContext() {
        LogSetup.apply(context, LogLevel.INFO, LogFormat.JSON, true, out);
        mdc.put(LogKeys.MESSAGE, "m-2");
        context.getLogger("org.fivegmc.sip").warn("a \"quoted\"\nline for +8613812340001");

        var json = JsonMapper.shared().readTree(lines());
        assertThat(json.get("message").asString()).isEqualTo("m-2");
        assertThat(json.get("level").asString()).isEqualTo("WARN");
        assertThat(json.get("text").asString()).isEqualTo("a \"quoted\"\nline for +86138****0001");
    }

    @Test
    void maskingCanBeSwitchedOff() {
        LogSetup.apply(context, LogLevel.INFO, LogFormat.TEXT, false, out);
        context.getLogger("org.fivegmc.sip").info("{}", "+8613812340001");

        assertThat(lines()).contains("+8613812340001");
    }

    @Test
    void theServersOwnNamesFollowTheLevel() {
        LogSetup.apply(context, LogLevel.INFO, LogFormat.TEXT, true, out);
        for (String name : new String[] {"mc.events", "mc.server", "org.fivegmc.sip"}) {
            context.getLogger(name).info("from {} by " + name, "+8613812340001");
            context.getLogger(name).debug("detail");
        }

        assertThat(lines())
                .contains("from +86138****0001 by mc.events", "by mc.server", "by org.fivegmc.sip")
                .doesNotContain("detail");
    }

    @Test
    void librariesAreQuieterThanTheServer() {
        LogSetup.apply(context, LogLevel.INFO, LogFormat.TEXT, true, out);
        context.getLogger("io.netty").info("chatter");
        context.getLogger("org.fivegmc.sip").debug("detail");
        assertThat(lines()).isEmpty();

        LogSetup.apply(context, LogLevel.DEBUG, LogFormat.TEXT, true, out);
        context.getLogger("io.netty").debug("chatter");
        assertThat(lines()).contains("chatter");
    }

    private String lines() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
