package org.fivegmc.sip.session;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.center.MessageCenter;
import org.fivegmc.core.message.Acceptance;
import org.fivegmc.core.message.BodyRef;
import org.fivegmc.core.message.ImdnMessageId;
import org.fivegmc.core.message.Purpose;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.message.Submission;
import org.fivegmc.core.storage.BodyStore;
import org.fivegmc.core.subscriber.Origin;
import org.fivegmc.msrp.codec.MsrpStatus;
import org.fivegmc.msrp.session.Completion;
import org.fivegmc.sip.pager.Envelope;
import org.fivegmc.sip.pager.PagerBody;
import org.fivegmc.sip.pager.PagerBodyReader;
import org.fivegmc.sip.transport.SipEvents;
import org.fivegmc.wire.ByteSlice;
import org.jspecify.annotations.Nullable;

/// Hands what came in sessions to the core, and answers when it is durable. Thread-safe.
final class Intake {
    private final MessageCenter center;
    private final BodyStore bodies;
    private final PagerBodyReader reader;
    private final SipEvents events;
    private final Composer composer;

    /// Gets typing indications that came in CPIM.
    interface Composer {
        void composing(Talk talk, Composing notice);
    }

    Intake(
            MessageCenter center,
            BodyStore bodies,
            InstantSource clock,
            SipEvents events,
            Composer composer) {
        this.center = center;
        this.bodies = bodies;
        this.reader = new PagerBodyReader(Gathering.IN_MEMORY, clock);
        this.events = events;
        this.composer = composer;
    }

    /// @param envelope what the messages of the session share
    /// @param msrpId unique in the session
    /// @param speaker whose session it is
    /// @param completion answers the last chunk
    /// @param body where all of it is, if `cpim` is only the head
    void message(
            Envelope envelope,
            ByteSlice cpim,
            @Nullable BodyRef body,
            String msrpId,
            Speaker speaker,
            Completion completion) {
        take(
                envelope,
                cpim,
                body,
                msrpId,
                speaker,
                status -> {
                    if (status == MsrpStatus.OK) {
                        completion.accept();
                    } else {
                        completion.refuse(status);
                    }
                });
    }

    /// @param speaker who sends it
    /// @param done gets OK once everything is durable, or why something is not
    void take(
            Envelope envelope,
            ByteSlice cpim,
            @Nullable BodyRef file,
            String msrpId,
            Speaker speaker,
            Consumer<MsrpStatus> done) {
        PagerBody read = reader.read(cpim, substitute(msrpId));
        if (file != null) {
            large(envelope, cpim, file, read, done);
            return;
        }
        switch (read) {
            case PagerBody.Refused(var reply, var fault) -> {
                events.messageRefused(fault);
                done.accept(MsrpStatus.of(reply.status()));
            }
            case PagerBody.Ephemeral() -> {
                done.accept(MsrpStatus.OK);
                composer.composing(Talk.of(envelope), new Composing("message/cpim", cpim));
            }
            // it is asked for by MESSAGE (RCC.07 section 3.2.3.8)
            case PagerBody.Revoke _ -> done.accept(MsrpStatus.UNSUPPORTED_TYPE);
            case PagerBody.Understood body -> submit(envelope, List.of(body), 0, speaker, done);
            case PagerBody.Reports(var reports) -> submit(envelope, reports, 0, speaker, done);
        }
    }

    /// Only content is large: a report that seems so can't be one.
    private void large(
            Envelope envelope,
            ByteSlice head,
            BodyRef file,
            PagerBody read,
            Consumer<MsrpStatus> done) {
        if (!(read instanceof PagerBody.Understood body)
                || body.purpose() instanceof Purpose.Report) {
            bodies.delete(file);
            events.messageRefused(SipEvents.MessageFault.BAD_CPIM);
            done.accept(MsrpStatus.BAD_REQUEST);
            return;
        }
        center.submit(
                envelope.submission(body, head.toByteArray(), file),
                acceptance -> {
                    switch (acceptance) {
                        case Acceptance.Accepted _ -> done.accept(MsrpStatus.OK);
                        case Acceptance.Duplicate _ -> {
                            bodies.delete(file);
                            done.accept(MsrpStatus.OK);
                        }
                        case Acceptance.Refused(var reason) -> {
                            // a commit in doubt may have written the row that refers to it
                            if (reason != RefusalReason.STORE_UNAVAILABLE) {
                                bodies.delete(file);
                            }
                            done.accept(Outcomes.of(reason));
                        }
                    }
                });
    }

    /// The id of a message whose sender gave none: it is not expected to come again.
    private static String substitute(String msrpId) {
        String id = "msrp:" + msrpId;
        return id.length() <= ImdnMessageId.MAX_LENGTH
                ? id
                : id.substring(0, ImdnMessageId.MAX_LENGTH);
    }

    private void submit(
            Envelope envelope,
            List<PagerBody.Understood> bodies,
            int index,
            Speaker speaker,
            Consumer<MsrpStatus> done) {
        Submission submission = envelope.submission(bodies.get(index), 0);
        Consumer<Acceptance> then =
                acceptance -> {
                    if (acceptance instanceof Acceptance.Refused(var reason)) {
                        done.accept(Outcomes.of(reason));
                    } else if (index + 1 == bodies.size()) {
                        done.accept(MsrpStatus.OK);
                    } else {
                        submit(envelope, bodies, index + 1, speaker, done);
                    }
                };
        switch (speaker) {
            case Speaker.ToNamed(Origin device) -> center.submit(submission, device, then);
            case Speaker.ToHidden() -> center.submit(submission, then);
        }
    }
}
