/// What single steps of a message's way cost, measured by JMH. The only package of this module that
/// sees classes of the server: everything else plays the outside and shares no code with it.
@NullMarked
package org.fivegmc.loadtest.micro;

import org.jspecify.annotations.NullMarked;
