package org.fivegmc.wire.xml;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.fivegmc.wire.ByteSlice;

/// The one way XML of peers is read. Any well-formed document goes, in UTF-8, with or without a
/// byte order mark, with undeclared prefixes too. A document type is refused, nothing outside of
/// the document is ever fetched, and size and depth have limits.
public final class SafeXml {
    private SafeXml() {}

    /// Shows the document to the visitor, which has seen some of it when a rule is broken.
    ///
    /// @param maxOctets longest document that is looked at
    /// @param maxDepth most elements inside of each other
    /// @return the rule the document breaks, or an empty text
    public static String read(ByteSlice document, int maxOctets, int maxDepth, XmlVisitor visitor) {
        if (document.length() > maxOctets) {
            return "longer than " + maxOctets + " octets";
        }
        try {
            XMLStreamReader reader =
                    factory().createXMLStreamReader(new StringReader(text(document)));
            try {
                // other characters are allowed there, which could not be written again
                return "1.1".equals(reader.getVersion())
                        ? "XML 1.1 is not allowed"
                        : events(reader, maxDepth, visitor);
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
        // undeclared prefixes are common
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory;
    }

    private static String events(XMLStreamReader reader, int maxDepth, XmlVisitor visitor)
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
                    if (depth > maxDepth) {
                        return "elements nested deeper than " + maxDepth;
                    }
                    String fault = visitor.start(local(reader.getLocalName()), attributes(reader));
                    if (!fault.isEmpty()) {
                        return fault;
                    }
                    text.setLength(0);
                    leaf = true;
                }
                case XMLStreamConstants.CHARACTERS,
                        XMLStreamConstants.CDATA,
                        XMLStreamConstants.SPACE ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    visitor.end(local(reader.getLocalName()), text.toString(), leaf);
                    text.setLength(0);
                    leaf = false;
                }
                default -> {}
            }
        }
        return "";
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> attributes = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            attributes.putIfAbsent(
                    local(reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
        }
        return attributes;
    }

    private static String local(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }
}
