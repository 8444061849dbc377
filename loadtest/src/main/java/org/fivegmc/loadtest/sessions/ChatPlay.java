package org.fivegmc.loadtest.sessions;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fivegmc.loadtest.sessions.SessionOptions.Scenario;
import org.jspecify.annotations.Nullable;

/// Chats through the server. Thread: one.
final class ChatPlay extends Play implements Chat.Crowd, SipLink.Listener {
    private static final int REGISTER_WINDOW = 200;
    private static final long PATIENCE = 300 * SECOND;
    private static final long LEAVING_PATIENCE = 20 * SECOND;
    private static final long IDLE = 50_000;
    private static final long BEFORE_LEAVING = 20_000;
    private static final int OK = 200;

    private final Users users;
    private final Texts texts;
    private final List<SipLink> links = new ArrayList<>();
    private final List<Chat> chats = new ArrayList<>();
    private final Map<String, Chat> byCallId = new HashMap<>();
    private final Map<Chat, Deque<Long>> overdue = new HashMap<>();
    private final Deque<Chat> toCall = new ArrayDeque<>();
    private final Deque<Leaving> leaving = new ArrayDeque<>();
    private int registering;
    private int registered;
    private int calling;
    private int open;
    private boolean talking;
    private boolean ending;
    private long talkBegin;
    private long said;

    private record Leaving(long at, Chat chat) {}

    ChatPlay(SessionOptions options, PrintStream out, Loop loop) {
        super(options, out, loop);
        this.users =
                new Users(
                        options.scenario() == Scenario.LARGE
                                ? Users.Service.LARGE
                                : Users.Service.CHAT,
                        options.domain(),
                        options.firstUser(),
                        options.expires(),
                        Long.toString(System.nanoTime() & 0xffffffffL, 36));
        this.texts = new Texts(options.message());
    }

    @Override
    void prepare() throws IOException {
        for (int n = 0; n < options.connections(); n++) {
            links.add(SipLink.open(loop, options.server(), this));
        }
        if (!until(() -> registered == 2 * options.chats(), PATIENCE)) {
            throw new IllegalStateException(registered + " users registered");
        }
        out.printf("%d users registered%n", registered);
        memory("residentBytesBefore");
        for (int n = 0; n < options.chats(); n++) {
            Chat chat = new Chat(this, n, linkOf(2 * n), linkOf(2 * n + 1));
            chats.add(chat);
            toCall.add(chat);
        }
        if (!isAgainAndAgain()) {
            if (!until(() -> open == options.chats(), PATIENCE)) {
                throw new IllegalStateException(open + " chats open");
            }
            out.printf("%d chats open%n", open);
        }
    }

    @Override
    void leave() throws IOException {
        if (isAgainAndAgain()) {
            until(() -> calling == 0, LEAVING_PATIENCE);
            return;
        }
        int left = 0;
        for (Chat chat : chats) {
            chat.leave();
            int most = options.chats() - ++left + options.window();
            until(() -> open <= most, LEAVING_PATIENCE);
        }
        until(() -> open == 0, LEAVING_PATIENCE);
    }

    /// Whether each session is for one message, and then there is another.
    private boolean isAgainAndAgain() {
        return options.scenario() == Scenario.SETUPS || options.scenario() == Scenario.LARGE;
    }

    private SipLink linkOf(int user) {
        return links.get(user % links.size());
    }

    @Override
    void begin(long now) throws IOException {
        talking = true;
        talkBegin = now;
        if (options.scenario() == Scenario.STREAM) {
            for (Chat chat : chats) {
                chat.write(now);
            }
        }
    }

    @Override
    void end() {
        ending = true;
    }

    @Override
    long turn(long now) throws IOException {
        while (registering < 2 * options.chats()
                && registering - registered < REGISTER_WINDOW
                && links.size() == options.connections()) {
            int user = registering++;
            SipLink link = linkOf(user);
            link.send(users.register(user, link.localPort()));
        }
        while (!leaving.isEmpty() && leaving.element().at() <= now) {
            leaving.remove().chat().calleeLeaves();
        }
        while (calling < options.window() && !ending && !toCall.isEmpty()) {
            calling++;
            toCall.remove().call(now);
        }
        if (talking && !ending && options.scenario() == Scenario.TALK) {
            return talk(now);
        }
        return leaving.isEmpty() ? IDLE : Math.max(0, leaving.element().at() - now);
    }

    /// Every chat is due once in an interval, one after another.
    private long talk(long now) throws IOException {
        double gap = options.intervalSeconds() * (double) SECOND / chats.size();
        long due = talkBegin + (long) (said * gap);
        while (due <= now) {
            Chat chat = chats.get((int) (said++ % chats.size()));
            if (chat.isIdle()) {
                chat.write(due);
            } else {
                overdue.computeIfAbsent(chat, _ -> new ArrayDeque<>()).add(due);
            }
            due = talkBegin + (long) (said * gap);
        }
        return due - now;
    }

    // ---- what chats tell

    @Override
    public void idle(Chat chat) throws IOException {
        switch (options.scenario()) {
            case SETUPS, LARGE -> {
                tally.setUp++;
                chat.leave();
            }
            case STREAM -> {
                opened(chat);
                if (talking && !ending) {
                    chat.write(loop.now());
                }
            }
            case TALK -> {
                opened(chat);
                Deque<Long> late = overdue.get(chat);
                if (late != null && !late.isEmpty() && !ending) {
                    chat.write(late.remove());
                }
            }
        }
    }

    private void opened(Chat chat) {
        if (chat.becomesOpen()) {
            calling--;
            open++;
            tally.setUp++;
        }
    }

    @Override
    public void callerLeft(Chat chat) {
        leaving.add(new Leaving(loop.now() + BEFORE_LEAVING, chat));
    }

    @Override
    public void over(Chat chat) {
        if (isAgainAndAgain()) {
            calling--;
            toCall.add(chat);
        } else {
            open--;
        }
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public byte[] text(String imdnId) {
        return texts.of(imdnId);
    }

    @Override
    public int chunk() {
        return options.chunk();
    }

    @Override
    public boolean serverHangsUp() {
        return options.scenario() == Scenario.LARGE;
    }

    @Override
    public void remember(String callId, Chat chat) {
        byCallId.put(callId, chat);
    }

    @Override
    public void forget(String callId) {
        byCallId.remove(callId);
    }

    // ---- SIP

    @Override
    public void message(SipLink over, SipText message) throws IOException {
        int status = message.status();
        if (status == 0) {
            request(over, message);
        } else if (status >= OK) {
            answer(message, status);
        }
    }

    private void answer(SipText answer, int status) throws IOException {
        String method = answer.method();
        if (method.equals("REGISTER")) {
            if (status != OK) {
                throw new IllegalStateException("a registration is refused: " + answer.start());
            }
            registered++;
            return;
        }
        String callId = answer.header("Call-ID");
        Chat chat = byCallId.get(callId);
        if (chat == null) {
            return;
        }
        if (method.equals("BYE")) {
            chat.left(callId);
        } else if (method.equals("INVITE") && status < 300) {
            chat.established(answer);
        } else if (method.equals("INVITE")) {
            chat.failed(answer);
        }
    }

    private void request(SipLink over, SipText request) throws IOException {
        Chat known = byCallId.get(request.header("Call-ID"));
        switch (request.method()) {
            case "INVITE" -> {
                Chat called = known == null ? callee(request.start()) : null;
                if (called == null) {
                    over.send(request.answer(488, "b", "", "", ""));
                } else {
                    called.called(request);
                }
            }
            case "BYE" -> {
                if (known == null) {
                    over.send(request.answer(481, "b", "", "", ""));
                } else {
                    known.thrownOut(over, request);
                }
            }
            case "ACK" -> {}
            default -> over.send(request.answer(OK, "b", "", "", ""));
        }
    }

    /// Whose number stands in the Request-URI.
    private @Nullable Chat callee(String start) {
        int at = start.indexOf("sip:+86");
        int host = start.indexOf('@');
        if (at < 0 || host < at) {
            return null;
        }
        long user =
                Long.parseLong(start.substring(at + 7, host))
                        - 13_800_000_000L
                        - options.firstUser();
        int chat = (int) (user / 2);
        return user % 2 == 1 && chat < chats.size() ? chats.get(chat) : null;
    }

    @Override
    public void sipLost() {
        throw new IllegalStateException("the server closed a SIP connection");
    }
}
