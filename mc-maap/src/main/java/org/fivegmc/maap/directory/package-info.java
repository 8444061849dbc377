/// What people can find out about chatbots: the directory and the information service of RCC.07
/// section 3.6.3.
@NullMarked
package org.fivegmc.maap.directory;

import org.jspecify.annotations.NullMarked;
