package org.fivegmc.loadtest.mmsc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Holds a SubmitReq to the schema of TS 23.140 (REL-6-MM7-1-4) and to SOAP 1.1, by DOM. What is
/// wrong throws `IllegalArgumentException`.
final class SubmitCheck {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SCHEMA =
            "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4";

    /// The children of a SubmitReq, in the order of the schema.
    private static final List<String> ORDER =
            List.of(
                    "MM7Version",
                    "SenderIdentification",
                    "Recipients",
                    "ServiceCode",
                    "LinkedID",
                    "MessageClass",
                    "TimeStamp",
                    "ReplyCharging",
                    "EarliestDeliveryTime",
                    "ExpiryDate",
                    "DeliveryReport",
                    "ReadReply",
                    "Priority",
                    "Subject",
                    "ChargedParty",
                    "ChargedPartyID",
                    "DistributionIndicator",
                    "DeliveryCondition",
                    "ApplicID",
                    "ReplyApplicID",
                    "AuxApplicInfo",
                    "ContentClass",
                    "DRMContent",
                    "Content");

    private final Element request;
    private final String transactionId;
    private final List<MmsPart> message;

    SubmitCheck(String contentType, byte[] body) {
        List<MmsPart> parts = Related.parts(contentType, body);
        require(Related.parameter(contentType, "type").equals("text/xml"), "type is text/xml");
        require(parts.size() == 2, "an envelope and a message");
        require(parts.getFirst().type().equals("text/xml"), "the envelope is text/xml");
        Element envelope = document(parts.getFirst().octets()).getDocumentElement();
        require(is(envelope, SOAP, "Envelope"), "root is a SOAP 1.1 Envelope");
        Element transaction = child(child(envelope, SOAP, "Header"), SCHEMA, "TransactionID");
        require(transaction.getAttributeNS(SOAP, "mustUnderstand").equals("1"), "mustUnderstand");
        transactionId = transaction.getTextContent();
        require(!transactionId.isBlank(), "TransactionID is there");
        request = child(child(envelope, SOAP, "Body"), SCHEMA, "SubmitReq");
        checkChildren();
        String href = child(request, SCHEMA, "Content").getAttribute("href");
        require(
                parts.get(1).header("content-id").equals("<" + href.replaceFirst("cid:", "") + ">"),
                "Content refers to the message");
        message = Related.parts(parts.get(1).header("content-type"), parts.get(1).octets());
        checkSmil();
    }

    private void checkChildren() {
        int last = -1;
        for (Element element : elements(request)) {
            require(SCHEMA.equals(element.getNamespaceURI()), "namespace of " + element);
            int place = ORDER.indexOf(element.getLocalName());
            require(place > last, element.getLocalName() + " in its place");
            last = place;
        }
        require(text("MM7Version").matches("6\\.[0-9]+\\.[0-9]+"), "MM7Version");
        require(!text("VASPID").isEmpty(), "VASPID");
        require(recipient().matches("\\+[0-9]{7,15}"), "Number");
        require(text("TimeStamp").matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"), "TimeStamp");
        require(text("DeliveryReport").equals("true"), "DeliveryReport");
    }

    /// Each page has one medium and one text at most, and all of them are there.
    private void checkSmil() {
        require(message.getFirst().type().equals("application/smil"), "begins with SMIL");
        Set<String> locations = new HashSet<>();
        for (MmsPart part : message) {
            require(locations.add(part.header("content-location")), "locations differ");
        }
        NodeList pages = document(message.getFirst().octets()).getElementsByTagName("par");
        require(pages.getLength() > 0, "SMIL has pages");
        for (int i = 0; i < pages.getLength(); i++) {
            List<Element> shown = elements((Element) pages.item(i));
            long texts = shown.stream().filter(e -> e.getTagName().equals("text")).count();
            require(texts <= 1 && shown.size() - texts <= 1, "one text and one medium a page");
            for (Element element : shown) {
                require(locations.contains(element.getAttribute("src")), "src is a part");
            }
        }
    }

    String transactionId() {
        return transactionId;
    }

    List<MmsPart> message() {
        return message;
    }

    String recipient() {
        NodeList numbers =
                ((Element) list("Recipients").item(0)).getElementsByTagNameNS(SCHEMA, "Number");
        require(numbers.getLength() == 1, "one recipient");
        return numbers.item(0).getTextContent();
    }

    String sender() {
        return list("SenderAddress").item(0).getTextContent();
    }

    /// Empty when it is missing.
    String text(String name) {
        NodeList found = list(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private NodeList list(String name) {
        return request.getElementsByTagNameNS(SCHEMA, name);
    }

    private static Element child(Element parent, String namespace, String name) {
        List<Element> found =
                elements(parent).stream().filter(e -> is(e, namespace, name)).toList();
        require(found.size() == 1, "one " + name);
        return found.getFirst();
    }

    private static List<Element> elements(Element parent) {
        var found = new ArrayList<Element>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static boolean is(@Nullable Node node, String namespace, String name) {
        return node != null
                && namespace.equals(node.getNamespaceURI())
                && name.equals(node.getLocalName());
    }

    static Document document(byte[] xml) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("no XML: " + e.getMessage(), e);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("not so: " + rule);
        }
    }
}
