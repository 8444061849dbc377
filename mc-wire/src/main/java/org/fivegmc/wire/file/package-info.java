/// What a content server tells of a file: the XML of file transfer over HTTP (GSMA RCC.07 section
/// 3.2.5).
@NullMarked
package org.fivegmc.wire.file;

import org.jspecify.annotations.NullMarked;
