/// The content server of file transfer over HTTP (GSMA RCC.07 section 3.2.5): upload, resume,
/// download, links for people without RCS.
@NullMarked
package org.fivegmc.maap.content;

import org.jspecify.annotations.NullMarked;
