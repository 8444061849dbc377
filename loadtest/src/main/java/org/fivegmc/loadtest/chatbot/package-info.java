/// A chatbot of the dialect of China Telecom and China Unicom, with nothing but an HTTP library; it
/// shares no code with the server. [CtcuChatbot] is the entrance.
@NullMarked
package org.fivegmc.loadtest.chatbot;

import org.jspecify.annotations.NullMarked;
