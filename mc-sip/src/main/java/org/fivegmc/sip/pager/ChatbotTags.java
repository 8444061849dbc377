package org.fivegmc.sip.pager;

import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.wire.rcs.FeatureTags;
import org.fivegmc.wire.rcs.RcsService;

/// How a handset sees that it has to do with a chatbot (RCC.07 section 3.6): what comes from one
/// names the service and the versions in Accept-Contact, and in a session our Contact has
/// `+g.gsma.rcs.isbot`. As with [ApplicationTags], nothing is required of the device.
public final class ChatbotTags {
    private static final String VERSIONS = "#=1,#=2";
    private static final String IN_CHAT = wanted(RcsService.CHATBOT);
    private static final String STANDALONE = wanted(RcsService.CHATBOT_SA);

    private ChatbotTags() {}

    private static String wanted(RcsService service) {
        return "*" + FeatureTags.of(service).withBotVersion(VERSIONS).text();
    }

    /// A value of Accept-Contact; empty for what comes from a person, and for reports.
    public static Optional<String> acceptContact(Message message, ServiceMode mode) {
        if (message.isReport() || !(message.sender() instanceof ChatbotAddress)) {
            return Optional.empty();
        }
        return Optional.of(mode == ServiceMode.CHAT ? IN_CHAT : STANDALONE);
    }

    /// The tags of our Contact in a session about `peer`.
    public static FeatureTags of(UserAddress peer, FeatureTags tags) {
        return peer instanceof ChatbotAddress ? tags.with(RcsService.ISBOT) : tags;
    }
}
