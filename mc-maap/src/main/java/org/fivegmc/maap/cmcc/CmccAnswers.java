package org.fivegmc.maap.cmcc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;
import org.fivegmc.maap.submit.Told;
import org.fivegmc.wire.xml.XmlText;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes answers: XML, with both the result code of newer clients and the elements of older ones,
/// or JSON for who accepts nothing else.
final class CmccAnswers {

    static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n";
    static final String NAMESPACE = "urn:oma:xml:rest:netapi:messaging:1";
    static final String XML = "application/xml;charset=UTF-8";

    private static final String JSON = "application/json;charset=UTF-8";
    private static final String ROOT = "msg:outboundMessageResponse";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private CmccAnswers() {}

    /// All is durable.
    ///
    /// @param correlator empty for none
    /// @param waiting the recipients of a message that was sent; none otherwise
    static HttpAnswer done(
            HttpCall call, ImdnMessageId id, String correlator, List<Msisdn> waiting) {
        if (isJson(call)) {
            ObjectNode answer = answer("00000", CmccCode.OK.text()).put("messageId", id.value());
            if (!correlator.isEmpty()) {
                answer.put("clientCorrelator", correlator);
            }
            return json(CmccCode.OK, answer);
        }
        StringBuilder out = begin(CmccCode.OK, CmccCode.OK.text());
        XmlText.element(out, "messageId", id.value());
        XmlText.element(out, "clientCorrelator", correlator);
        if (!waiting.isEmpty()) {
            out.append("<deliveryInfoList>");
            for (Msisdn number : waiting) {
                out.append("<deliveryInfo>");
                XmlText.element(out, "address", Told.uri(number));
                XmlText.element(out, "deliveryStatus", "MessageWaiting");
                out.append("</deliveryInfo>");
            }
            out.append("</deliveryInfoList>");
        }
        return xml(CmccCode.OK, out);
    }

    static HttpAnswer refused(HttpCall call, CmccCode code, String text) {
        if (isJson(call)) {
            return json(code, answer(code.code(), text));
        }
        StringBuilder out = begin(code, text);
        out.append("<policyException>");
        XmlText.element(out, "exceptionId", code.code());
        XmlText.element(out, "text", text);
        out.append("</policyException>");
        return xml(code, out);
    }

    private static boolean isJson(HttpCall call) {
        String accept = call.header("Accept");
        return accept.contains("json") && !accept.contains("xml");
    }

    private static ObjectNode answer(String code, String text) {
        return MAPPER.createObjectNode().put("code", code).put("msg", text);
    }

    private static StringBuilder begin(CmccCode code, String text) {
        var out = new StringBuilder(512).append(DECLARATION);
        out.append('<').append(ROOT).append(" xmlns:msg=\"").append(NAMESPACE).append("\">");
        XmlText.element(out, "resultCode", code.code());
        XmlText.element(out, "resultDesc", text);
        return out;
    }

    private static HttpAnswer xml(CmccCode code, StringBuilder out) {
        out.append("</").append(ROOT).append('>');
        return HttpAnswer.octets(
                code.status(), XML, out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static HttpAnswer json(CmccCode code, ObjectNode answer) {
        return HttpAnswer.octets(code.status(), JSON, MAPPER.writeValueAsBytes(answer));
    }
}
