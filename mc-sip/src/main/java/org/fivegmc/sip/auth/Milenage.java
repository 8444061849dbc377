package org.fivegmc.sip.auth;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// The authentication functions of SIM cards (3GPP TS 35.206) for one card and one challenge.
///
/// @param k the card's key, 16 octets
/// @param opc the operator's variant for this card, 16 octets
/// @param rand the challenge, 16 octets
record Milenage(byte[] k, byte[] opc, byte[] rand) {

    private static final int BLOCK = 16;

    /// Constants c2 and c5 of section 4.1, which differ from zero in their last octet only.
    private static final int C2 = 1;

    private static final int C5 = 8;

    /// f1: what the network proves itself with, 8 octets.
    byte[] macA(byte[] sqn, byte[] amf) {
        return Arrays.copyOf(out1(sqn, amf), 8);
    }

    /// f1*: what the card proves its request for resynchronisation with, 8 octets.
    byte[] macS(byte[] sqn, byte[] amf) {
        return Arrays.copyOfRange(out1(sqn, amf), 8, BLOCK);
    }

    /// f2: the answer of the card, 8 octets.
    byte[] res() {
        return Arrays.copyOfRange(out(0, C2), 8, BLOCK);
    }

    /// f5: what hides the sequence number on its way to the card, 6 octets.
    byte[] ak() {
        return Arrays.copyOf(out(0, C2), 6);
    }

    /// f5*: the same for the way back, 6 octets.
    byte[] akS() {
        return Arrays.copyOf(out(12, C5), 6);
    }

    private byte[] out1(byte[] sqn, byte[] amf) {
        byte[] in = new byte[BLOCK];
        System.arraycopy(sqn, 0, in, 0, 6);
        System.arraycopy(amf, 0, in, 6, 2);
        System.arraycopy(in, 0, in, 8, 8);
        // r1 is 64 bits, c1 is zero
        byte[] block = xor(temp(), rotated(xor(in, opc), 8));
        return xor(encrypted(block), opc);
    }

    private byte[] out(int rotation, int constant) {
        byte[] block = rotated(xor(temp(), opc), rotation);
        block[BLOCK - 1] ^= (byte) constant;
        return xor(encrypted(block), opc);
    }

    private byte[] temp() {
        return encrypted(xor(rand, opc));
    }

    private byte[] encrypted(byte[] block) {
        try {
            // single blocks, each of them used once: a mode of operation has nothing to add
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(k, "AES"));
            return aes.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-128 is part of every JDK", e);
        }
    }

    /// To the left, by octets.
    private static byte[] rotated(byte[] block, int octets) {
        byte[] turned = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            turned[i] = block[(i + octets) % BLOCK];
        }
        return turned;
    }

    static byte[] xor(byte[] a, byte[] b) {
        byte[] sum = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = (byte) (a[i] ^ b[i]);
        }
        return sum;
    }
}
