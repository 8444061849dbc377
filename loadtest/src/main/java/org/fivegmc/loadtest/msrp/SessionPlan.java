package org.fivegmc.loadtest.msrp;

import java.nio.file.Path;
import java.util.Optional;

/// A session as offer and answer have made it, from this side.
///
/// @param ours our URI, `msrp://127.0.0.1:2855/s1;tcp`
/// @param theirs the path to the other side, next hop first, with blanks between
/// @param fingerprint of the other side's certificate, when it is checked
/// @param files the directory received messages are put into; without one only digests are kept
public record SessionPlan(
        String ours,
        String theirs,
        Optional<String> fingerprint,
        Optional<Path> files,
        Manners manners) {
    public static SessionPlan of(String ours, String theirs) {
        return new SessionPlan(ours, theirs, Optional.empty(), Optional.empty(), Manners.GOOD);
    }

    public SessionPlan withFingerprint(String other) {
        return new SessionPlan(ours, theirs, Optional.of(other), files, manners);
    }

    public SessionPlan withFiles(Path directory) {
        return new SessionPlan(ours, theirs, fingerprint, Optional.of(directory), manners);
    }

    public SessionPlan with(Manners other) {
        return new SessionPlan(ours, theirs, fingerprint, files, other);
    }

    String sessionId() {
        return FrameHead.sessionOf(ours);
    }

    boolean secure() {
        return theirs.startsWith("msrps:");
    }
}
