package org.fivegmc.fallback.spi;

import java.util.Optional;

/// What is shown at one time: a text, a medium, or both.
///
/// @param text empty for none
public record MmsPage(String text, Optional<MmsMedium> medium) {}
