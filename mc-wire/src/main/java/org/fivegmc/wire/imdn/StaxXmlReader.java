package org.fivegmc.wire.imdn;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.fivegmc.wire.ByteSlice;

/// Reads any well-formed report. A document type is refused and nothing outside the document is
/// ever fetched; undeclared prefixes are tolerated.
final class StaxXmlReader {
    private static final int MAX_DEPTH = 16;

    private StaxXmlReader() {}

    /// Fills the builder; answers the rule the document breaks, or an empty text.
    static String read(ByteSlice document, ReportBuilder builder) {
        var in = new StringReader(text(document));
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(in);
            try {
                return events(reader, builder);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException _) {
            // the JDK's reader throws unchecked ones, too: MissingResourceException where it has no
            // text for its complaint
            return "not well-formed XML";
        }
    }

    private static String text(ByteSlice document) {
        String text = document.text();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }

    private static String events(XMLStreamReader reader, ReportBuilder builder)
            throws XMLStreamException {
        var text = new StringBuilder();
        boolean leaf = false;
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD -> {
                    return "document type is not allowed";
                }
                case XMLStreamConstants.ENTITY_REFERENCE -> {
                    return "entity reference is not allowed";
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > MAX_DEPTH) {
                        return "elements nested deeper than " + MAX_DEPTH;
                    }
                    builder.element(local(reader.getLocalName()));
                    text.setLength(0);
                    leaf = true;
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (leaf) {
                        builder.text(local(reader.getLocalName()), text.toString());
                    }
                    leaf = false;
                }
                default -> {}
            }
        }
        return "";
    }

    private static String local(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }
}
