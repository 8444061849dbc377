package org.fivegmc.wire.xml;

import java.util.Map;

/// Takes the elements of a document in their order. Names are local names, of attributes too:
/// prefixes and namespaces differ between clients and carry nothing.
public interface XmlVisitor {
    /// An element begins.
    ///
    /// @param attributes those of an equal name once, the first of them
    /// @return the rule it breaks; an empty text to go on
    String start(String name, Map<String, String> attributes);

    /// An element ends.
    ///
    /// @param text what stands between the last tag and this one
    /// @param leaf whether there was no element inside
    void end(String name, String text, boolean leaf);
}
