/// Chatbots under load: messages in the dialect of China Telecom and China Unicom, and the ledger
/// of what the webhook is told of them.
@NullMarked
package org.fivegmc.loadtest.a2p;

import org.jspecify.annotations.NullMarked;
