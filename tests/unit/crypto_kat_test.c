/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every primitive that the vault relies on, against published answers: that
 * this libsodium, on this machine, built this way, computes what the documents
 * say. A gateway that sealed otherwise would lose every report.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#define KAT_MAX 1024

struct bytes {
	uint8_t at[KAT_MAX];
	size_t size;
};

static struct bytes
hex(const char *text)
{
	struct bytes b = {.size = 0};
	const char *end;
	assert_int_equal(sodium_hex2bin(b.at, sizeof(b.at), text, strlen(text),
			     " ", &b.size, &end),
	    0);
	assert_int_equal(*end, '\0');
	return b;
}

static struct bytes
text(const char *words)
{
	struct bytes b = {.size = strlen(words)};
	memcpy(b.at, words, b.size);
	return b;
}

static struct bytes
times(uint8_t byte, size_t size)
{
	struct bytes b = {.size = size};
	memset(b.at, byte, size);
	return b;
}

static void
same(const void *bytes, size_t size, const char *expected)
{
	struct bytes e = hex(expected);
	assert_int_equal(size, e.size);
	assert_memory_equal(bytes, e.at, size);
}

/* --- X25519, RFC 7748 --- */

/* 5.2, the two single vectors */
static void
x25519_single(void **state)
{
	static const char *const rows[][3] = {
	    {"a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
		"e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c"
		"4c",
		"c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a285"
		"52"},
	    {"4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
		"e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a4"
		"93",
		"95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac79"
		"57"}};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		uint8_t out[32];
		assert_int_equal(crypto_scalarmult(out, hex(rows[i][0]).at,
				     hex(rows[i][1]).at),
		    0);
		same(out, sizeof(out), rows[i][2]);
	}
}

/* 5.2, iterated: after 1 and after 1000 times */
static void
x25519_iterated(void **state)
{
	uint8_t k[32] = {9}, u[32] = {9}, out[32];
	(void)state;
	for (int i = 1; i <= 1000; i++) {
		assert_int_equal(crypto_scalarmult(out, k, u), 0);
		memcpy(u, k, sizeof(u));
		memcpy(k, out, sizeof(k));
		if (i == 1)
			same(k, sizeof(k),
			    "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c"
			    "60e80311ae3079");
	}
	same(k, sizeof(k),
	    "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

#define ALICE "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
#define ALICE_PK                                                               \
	"8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
#define BOB "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"
#define BOB_PK                                                                 \
	"de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"

/* 6.1, the exchange */
static void
x25519_exchange(void **state)
{
	static const char shared[] =
	    "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
	uint8_t out[32];
	(void)state;
	assert_int_equal(crypto_scalarmult_base(out, hex(ALICE).at), 0);
	same(out, sizeof(out), ALICE_PK);
	assert_int_equal(crypto_scalarmult_base(out, hex(BOB).at), 0);
	same(out, sizeof(out), BOB_PK);
	assert_int_equal(
	    crypto_scalarmult(out, hex(ALICE).at, hex(BOB_PK).at), 0);
	same(out, sizeof(out), shared);
	assert_int_equal(
	    crypto_scalarmult(out, hex(BOB).at, hex(ALICE_PK).at), 0);
	same(out, sizeof(out), shared);
}

/* --- XChaCha20-Poly1305, draft-irtf-cfrg-xchacha-03 A.3.1 --- */

static void
xchacha20poly1305(void **state)
{
	static const char sealed[] =
	    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
	    "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
	    "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
	    "21f9664c97637da9768812f615c68b13b52e"
	    "c0875924c1c7987947deafd8780acf49";
	struct bytes message = text(
	    "Ladies and Gentlemen of the class of '99: If I could offer you "
	    "only one tip for the future, sunscreen would be it.");
	struct bytes ad = hex("50515253c0c1c2c3c4c5c6c7");
	struct bytes key = hex(
	    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
	struct bytes nonce =
	    hex("404142434445464748494a4b4c4d4e4f5051525354555657");
	uint8_t out[256], back[256];
	unsigned long long size, back_size;
	(void)state;
	assert_int_equal(
	    crypto_aead_xchacha20poly1305_ietf_encrypt(out, &size, message.at,
		message.size, ad.at, ad.size, NULL, nonce.at, key.at),
	    0);
	same(out, size, sealed);
	assert_int_equal(
	    crypto_aead_xchacha20poly1305_ietf_decrypt(back, &back_size, NULL,
		out, size, ad.at, ad.size, nonce.at, key.at),
	    0);
	assert_int_equal(back_size, message.size);
	assert_memory_equal(back, message.at, message.size);
	ad.at[0] ^= 1; /* the place it is bound to counts */
	assert_int_not_equal(
	    crypto_aead_xchacha20poly1305_ietf_decrypt(back, &back_size, NULL,
		out, size, ad.at, ad.size, nonce.at, key.at),
	    0);
}

/* --- Argon2id --- */

/* libsodium, test/default/pwhash_argon2id.c, tv(); RFC 9106 5.3 has a secret
 * and associated data, which libsodium does not take. */
static void
argon2id(void **state)
{
	static const struct {
		const char *password, *salt;
		unsigned long long passes;
		size_t memory;
		const char *hash;
	} rows[] = {
	    {"4a857e2ee8aa9b6056f2424e84d24a72473378906ee04a46cb05311502d5"
	     "250b82ad86b83c8f20a23dbb74f6da60b0b6ecffd67134d45946ac8ebfb3"
	     "064294bc097d43ced68642bfb8bbbdd0f50b30118f5e",
		"39d82eef32010b8b79cc5ba88ed539fb", 3, 1432947,
		"08d8cd330c57e1b4643241d05bb468ba4ee4e932cd0858816be9ef15360b"
		"27bbd06a87130ee92222be267a29b81f5ae8fe8613324cfc4832dc49387f"
		"d0602f1c57b4d0f3855db94fb7e12eb05f9a484aed4a4307abf586cd3d55"
		"c809bc081541e00b682772fb2066504ff935b8ebc551a2083882f874bc0f"
		"ae68e56848ae34c91097c3bf0cca8e75c0797eef3efde3f75e005815018d"
		"b3cf7c109a812264c4de69dcb22322dbbcfa447f5b00ecd1b04a7be1569c"
		"8e556adb7bba48adf81d"},
	    {"b540beb016a5366524d4605156493f9874514a5aa58818cd0c6dfffaa9e9"
	     "0205f17b",
		"44071f6d181561670bda728d43fb79b4", 1, 1631659,
		"7fb72409b0987f8190c3729710e98c3f80c5a8727d425fdcde7f3644d467"
		"fe973f5b5fee683bd3fce812cb9ae5e9921a2d06c2f1905e4e839692f2b9"
		"34b682f11a2fe2b90482ea5dd234863516dba6f52dc0702d324ec77d860c"
		"2e181f84472bd7104fedce071ffa93c5309494ad51623d214447a7b2b146"
		"2dc7d5d55a1f6fd5b54ce024118d86f0c6489d16545aaa87b6689dad9f2f"
		"b47fda9894f8e12b87d978b483ccd4cc5fd9595cdc7a818452f915ce2f7d"
		"f95ec12b1c72e3788d473441d884f9748eb14703c21b45d82fd667b85f5b"
		"2d98c13303b3fe76285531a826b6fc0fe8e3dddecf"},
	    {"a14975c26c088755a8b715ff2528d647cd343987fcf4aa25e7194a8417fb"
	     "2b4b3f7268da9f3182b4cfb22d138b2749d673a47ecc7525dd15a0a3c660"
	     "46971784bb63d7eae24cc84f2631712075a10e10a96b0e0ee67c43e01c42"
	     "3cb9c44e5371017e9c496956b632158da3fe12addecb88912e6759bc37f9"
	     "af2f45af72c5cae3b179ffb676a697de6ebe45cd4c16d4a9d642d29ddc01"
	     "86a0a48cb6cd62bfc3dd229d313b301560971e740e2cf1f99a9a090a5b28"
	     "3f35475057e96d7064e2e0fc81984591068d55a3b4169f22cccb0745a268"
	     "9407ea1901a0a766eb99",
		"3d968b2752b8838431165059319f3ff8", 3, 1784128,
		"4e702bc5f891df884c6ddaa243aa846ce3c087fe930fef0f36b3c2be3416"
		"4ccc295db509254743f18f947159c813bcd5dd8d94a3aec93bbe57605d1f"
		"ad1aef1112687c3d4ef1cb329d21f1632f626818d766915d886e8d819e4b"
		"0b9c9307f4b6afc081e13b0cf31db382ff1bf05a16aac7af696336d75e99"
		"f82163e0f371e1d25c4add808e215697ad3f779a51a462f8bf52610af21f"
		"c69dba6b072606f2dabca7d4ae1d91d919"}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bytes password = hex(rows[i].password);
		uint8_t out[256];
		size_t size = strlen(rows[i].hash) / 2;
		assert_int_equal(
		    crypto_pwhash(out, size, (const char *)password.at,
			password.size, hex(rows[i].salt).at, rows[i].passes,
			rows[i].memory, crypto_pwhash_ALG_ARGON2ID13),
		    0);
		same(out, size, rows[i].hash);
	}
}

/* The reference implementation (phc-winner-argon2), src/test.c, version 0x13,
 * Argon2id; the one without a password: libsodium, tv3(). */
static void
argon2id_encoded(void **state)
{
	static const struct {
		const char *password, *hash;
		bool right;
	} rows[] = {
	    {"password",
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6M"
		"m5c8y7cJHAph8ArZWb2GRPPc",
		true},
	    {"differentpassword",
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4u"
		"mqA32aWKB1+DSiRuBfYxFj94",
		true},
	    {"",
		"$argon2id$v=19$m=4882,t=2,p=1$bA81arsiXysd3WbTRzmEOw$Nm8QBM+7R"
		"H1DXo9rvp5cwKEOOOfD2g6JuxlXihoNcpE",
		true},
	    {"Password",
		"$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6M"
		"m5c8y7cJHAph8ArZWb2GRPPc",
		false}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(
		    crypto_pwhash_str_verify(rows[i].hash, rows[i].password,
			strlen(rows[i].password)) == 0,
		    rows[i].right);
}

/* --- BLAKE2b, RFC 7693 --- */

/* Appendix A */
static void
blake2b_abc(void **state)
{
	uint8_t out[64];
	(void)state;
	assert_int_equal(crypto_generichash(out, sizeof(out),
			     (const uint8_t *)"abc", 3, NULL, 0),
	    0);
	same(out, sizeof(out),
	    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
	    "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

static void
blake2b_sequence(uint8_t *out, size_t size, uint32_t seed)
{
	uint32_t before = 0xdead4bad * seed, now = 1;
	for (size_t i = 0; i < size; i++) {
		uint32_t next = before + now;
		before = now;
		now = next;
		out[i] = (uint8_t)(next >> 24);
	}
}

/* Appendix E: the hash of hashes of six lengths in four, keyed and not */
static void
blake2b_grand_hash(void **state)
{
	static const size_t outs[] = {20, 32, 48, 64};
	static const size_t ins[] = {0, 3, 128, 129, 255, 1024};
	crypto_generichash_state all;
	uint8_t in[1024], key[64], out[64];
	(void)state;
	(void)crypto_generichash_init(&all, NULL, 0, 32);
	for (size_t o = 0; o < 4; o++)
		for (size_t i = 0; i < 6; i++) {
			blake2b_sequence(in, ins[i], (uint32_t)ins[i]);
			blake2b_sequence(key, outs[o], (uint32_t)outs[o]);
			(void)crypto_generichash(
			    out, outs[o], in, ins[i], NULL, 0);
			(void)crypto_generichash_update(&all, out, outs[o]);
			(void)crypto_generichash(
			    out, outs[o], in, ins[i], key, outs[o]);
			(void)crypto_generichash_update(&all, out, outs[o]);
		}
	(void)crypto_generichash_final(&all, out, 32);
	same(out, 32,
	    "c23a7800d98123bd10f506c61e29da5603d763b8bbad2e737f5e765a7bccd475");
}

/* The authors' keyed vectors (blake2-kat.h, blake2b): input 00 01 02 ..., key
 * 00 01 ... 3f; whole and byte by byte. */
static void
blake2b_keyed(void **state)
{
	static const struct {
		size_t size;
		const char *hash;
	} rows[] = {
	    {0, "10ebb67700b1868efb4417987acf4690ae9d972fb7a590c2f02871799aaa"
		"4786b5e996e8f0f4eb981fc214b005f42d2ff4233499391653df7aefcbc1"
		"3fc51568"},
	    {1, "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25"
		"f2e4187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e6943"
		"0234cebd"},
	    {3, "33d0825dddf7ada99b0e7e307104ad07ca9cfd9692214f1561356315e784"
		"f3e5a17e364ae9dbb14cb2036df932b77f4b292761365fb328de7afdc6d8"
		"998f5fc1"},
	    {127, "76d2d819c92bce55fa8e092ab1bf9b9eab237a25267986cacf2b8ee14d21"
		  "4d730dc9a5aa2d7b596e86a1fd8fa0804c77402d2fcd45083688b218b1cd"
		  "fa0dcbcb"},
	    {128, "72065ee4dd91c2d8509fa1fc28a37c7fc9fa7d5b3f8ad3d0d7a25626b57b"
		  "1b44788d4caf806290425f9890a3a2a35a905ab4b37acfd0da6e4517b252"
		  "5c9651e4"},
	    {255, "142709d62e28fcccd0af97fad0f8465b971e82201dc51070faa0372aa43e"
		  "92484be1c1e73ba10906d5d1853db6a4106e0a7bf9800d373d6dee2d46d6"
		  "2ef2a461"}};
	uint8_t in[256], key[64], out[64];
	(void)state;
	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)i;
	memcpy(key, in, sizeof(key));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		crypto_generichash_state s;
		(void)crypto_generichash(
		    out, sizeof(out), in, rows[i].size, key, sizeof(key));
		same(out, sizeof(out), rows[i].hash);
		(void)crypto_generichash_init(
		    &s, key, sizeof(key), sizeof(out));
		for (size_t at = 0; at < rows[i].size; at++)
			(void)crypto_generichash_update(&s, in + at, 1);
		(void)crypto_generichash_final(&s, out, sizeof(out));
		same(out, sizeof(out), rows[i].hash);
	}
}

/* --- HMAC-SHA256, RFC 4231 4.2 to 4.8 --- */

static void
hmac_row(struct bytes key, struct bytes data, const char *expected)
{
	crypto_auth_hmacsha256_state s;
	uint8_t out[crypto_auth_hmacsha256_BYTES];
	(void)crypto_auth_hmacsha256_init(&s, key.at, key.size);
	(void)crypto_auth_hmacsha256_update(&s, data.at, data.size);
	(void)crypto_auth_hmacsha256_final(&s, out);
	same(out, strlen(expected) / 2, expected); /* 4.6 is cut short */
}

static void
hmac_sha256(void **state)
{
	(void)state;
	hmac_row(times(0x0b, 20), text("Hi There"),
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	hmac_row(text("Jefe"), text("what do ya want for nothing?"),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	hmac_row(times(0xaa, 20), times(0xdd, 50),
	    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
	hmac_row(hex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
	    times(0xcd, 50),
	    "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
	hmac_row(times(0x0c, 20), text("Test With Truncation"),
	    "a3b6167473100ee06e0c796c2955552b");
	hmac_row(times(0xaa, 131),
	    text("Test Using Larger Than Block-Size Key - Hash Key First"),
	    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
	hmac_row(times(0xaa, 131),
	    text("This is a test using a larger than block-size key and a "
		 "larger than block-size data. The key needs to be hashed "
		 "before being used by the HMAC algorithm."),
	    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

/* --- Ed25519, RFC 8032 7.1, tests 1 to 3 --- */

static void
ed25519_row(
    const char *seed, const char *public, const char *message, const char *sig)
{
	struct bytes m = hex(message);
	uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES];
	uint8_t out[crypto_sign_BYTES];
	assert_int_equal(crypto_sign_seed_keypair(pk, sk, hex(seed).at), 0);
	same(pk, sizeof(pk), public);
	assert_int_equal(crypto_sign_detached(out, NULL, m.at, m.size, sk), 0);
	same(out, sizeof(out), sig);
	assert_int_equal(crypto_sign_verify_detached(out, m.at, m.size, pk), 0);
	out[0] ^= 1;
	assert_int_not_equal(
	    crypto_sign_verify_detached(out, m.at, m.size, pk), 0);
}

static void
ed25519(void **state)
{
	(void)state;
	ed25519_row(
	    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
	    "",
	    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
	    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
	ed25519_row(
	    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
	    "72",
	    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
	    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
	ed25519_row(
	    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
	    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
	    "af82",
	    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
	    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}

/* --- boxes: X25519, XSalsa20-Poly1305 --- */

/* D. J. Bernstein, Cryptography in NaCl, section 10: Alice to Bob. */
static void
box_of_nacl(void **state)
{
	static const char sealed[] =
	    "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc"
	    "76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011"
	    "ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932"
	    "164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de"
	    "56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5";
	struct bytes message =
	    hex("be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b6424"
		"4ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce"
		"314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a"
		"838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040"
		"e082f937763848645e0705");
	struct bytes nonce =
	    hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
	uint8_t out[256];
	(void)state;
	assert_int_equal(crypto_box_easy(out, message.at, message.size,
			     nonce.at, hex(BOB_PK).at, hex(ALICE).at),
	    0);
	same(out, message.size + crypto_box_MACBYTES, sealed);
}

/*
 * A sealed box is that box from a key made for it alone, whose public half
 * leads it, under the nonce BLAKE2b-192(ephemeral pk || pk) (libsodium, Sealed
 * boxes). This one to Bob was made by a program of its own that has XSalsa20
 * and Poly1305 by hand, with Alice's as the ephemeral key.
 */
static void
sealed_box(void **state)
{
	struct bytes sealed = hex(ALICE_PK
	    "0b1cac55e603946647f09ff1b9976214a706aec5ecfd0556d86f4171e1762744"
	    "7f494c65a8530fd3e127a8861abc4a1b");
	struct bytes bob = hex(BOB), bob_pk = hex(BOB_PK);
	uint8_t out[32], nonce[crypto_box_NONCEBYTES];
	(void)state;
	assert_int_equal(sealed.size, crypto_box_SEALBYTES + sizeof(out));
	assert_int_equal(crypto_box_seal_open(
			     out, sealed.at, sealed.size, bob_pk.at, bob.at),
	    0);
	for (size_t i = 0; i < sizeof(out); i++)
		assert_int_equal(out[i], i);
	crypto_generichash_state s;
	(void)crypto_generichash_init(&s, NULL, 0, sizeof(nonce));
	(void)crypto_generichash_update(&s, sealed.at, 32);
	(void)crypto_generichash_update(&s, bob_pk.at, 32);
	(void)crypto_generichash_final(&s, nonce, sizeof(nonce));
	assert_int_equal(crypto_box_open_easy(out, sealed.at + 32,
			     sealed.size - 32, nonce, sealed.at, bob.at),
	    0);
	for (size_t i = 0; i < sealed.size; i++) {
		sealed.at[i] ^= 1;
		assert_int_not_equal(crypto_box_seal_open(out, sealed.at,
					 sealed.size, bob_pk.at, bob.at),
		    0);
		sealed.at[i] ^= 1;
	}
}

static int
begin(void **state)
{
	(void)state;
	return sodium_init() < 0 ? -1 : 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(x25519_single),
	    cmocka_unit_test(x25519_iterated),
	    cmocka_unit_test(x25519_exchange),
	    cmocka_unit_test(xchacha20poly1305), cmocka_unit_test(argon2id),
	    cmocka_unit_test(argon2id_encoded), cmocka_unit_test(blake2b_abc),
	    cmocka_unit_test(blake2b_grand_hash),
	    cmocka_unit_test(blake2b_keyed), cmocka_unit_test(hmac_sha256),
	    cmocka_unit_test(ed25519), cmocka_unit_test(box_of_nacl),
	    cmocka_unit_test(sealed_box)};
	return cmocka_run_group_tests(tests, begin, NULL);
}
