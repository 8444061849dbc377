/// Where transferred files are kept: the interface of a store, one that gathers files in a
/// directory of this machine, and the shelf for whole ones there.
@NullMarked
package org.fivegmc.maap.content.store;

import org.jspecify.annotations.NullMarked;
