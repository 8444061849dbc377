package org.fivegmc.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// One JSON object a line: `time`, `level`, `logger`, `thread`, `text`, the diagnostic context,
/// `exception`.
final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
    private static final ObjectMapper JSON = JsonMapper.shared();

    private final boolean mask;

    JsonLineEncoder(boolean mask) {
        this.mask = mask;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("text", shown(event.getFormattedMessage()));
        event.getMDCPropertyMap().forEach((key, value) -> line.putIfAbsent(key, shown(value)));
        if (event.getThrowableProxy() != null) {
            line.put("exception", shown(ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
        return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private String shown(String text) {
        return mask ? NumberMask.mask(text) : text;
    }
}
