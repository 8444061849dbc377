package org.fivegmc.maap.tenant;

/// Something about a tenant that can't be; the message names the field.
public final class TenantFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public TenantFault(String message) {
        super(message);
    }
}
