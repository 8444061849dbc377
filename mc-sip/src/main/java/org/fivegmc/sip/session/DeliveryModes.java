package org.fivegmc.sip.session;

import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.sip.pager.EdgeHeaders;
import org.fivegmc.sip.pager.PagerBodies;
import org.fivegmc.sip.pager.ServiceMode;

/// In which modes a message can reach a device, the best first:
///
/// | message | first | then |
/// |---|---|---|
/// | system message, such as the result of a revocation | pager | |
/// | report of another device of the recipient | pager | chat |
/// | report, a chat session with its recipient is open | chat | pager |
/// | report | pager | chat |
///
/// For those pager mode is what every RCS client has, whatever it takes messages in; for these it
/// must have told so:
///
/// | message | first | then |
/// |---|---|---|
/// | from a chat | chat | pager if small, large, pager |
/// | standalone, small | pager | large, chat |
/// | standalone | large | chat, pager |
/// | of a chatbot, to a device with a chat session open with it, or one that takes those of chatbots in chats alone | chat | as others |
///
/// Each only where the device can. A client without RCS tags has pager mode alone.
final class DeliveryModes {
    /// A mode of delivery.
    enum Mode {
        PAGER,
        LARGE,
        CHAT
    }

    private DeliveryModes() {}

    /// @param open whether a chat session with the device about the sender is open
    /// @param small octets of a message that fits pager mode anyway
    static List<Mode> of(Message message, Binding device, boolean open, int small) {
        var modes = new ArrayList<Mode>(3);
        if (message.isReport()) {
            // in a chat it would look like one of the peer's
            if (open && !message.isMirror()) {
                add(modes, device, Mode.CHAT);
            }
            addNotice(modes, device);
            add(modes, device, Mode.CHAT);
            return modes;
        }
        if (PagerBodies.isSystem(message)) {
            addNotice(modes, device);
            return modes;
        }
        if (EdgeHeaders.mode(message.payload().edgeHeaders()) == ServiceMode.CHAT
                || message.sender() instanceof ChatbotAddress
                        && (open || takesChatbotsInChats(device.capabilities()))) {
            add(modes, device, Mode.CHAT);
        }
        if (message.payload().octets() <= small) {
            add(modes, device, Mode.PAGER);
        }
        add(modes, device, Mode.LARGE);
        add(modes, device, Mode.CHAT);
        add(modes, device, Mode.PAGER);
        return modes;
    }

    private static boolean takesChatbotsInChats(Capabilities can) {
        return can.has(Capabilities.CHATBOT) && !can.has(Capabilities.CHATBOT_STANDALONE);
    }

    private static void addNotice(List<Mode> modes, Binding device) {
        if (device.capabilities().takesNotices()) {
            modes.add(Mode.PAGER);
        }
    }

    private static void add(List<Mode> modes, Binding device, Mode mode) {
        Capabilities can = device.capabilities();
        boolean possible =
                switch (mode) {
                    case PAGER -> can.takesPager();
                    case LARGE -> can.has(Capabilities.LARGE);
                    case CHAT -> can.has(Capabilities.CHAT);
                };
        if (possible && !modes.contains(mode)) {
            modes.add(mode);
        }
    }
}
