/// Chatbots of the dialects of operators, with nothing but an HTTP library and the JDK; they share
/// no code with the server. [CtcuChatbot], [CmccChatbot] and [GsmaChatbot] are the entrances.
@NullMarked
package org.fivegmc.loadtest.chatbot;

import org.jspecify.annotations.NullMarked;
