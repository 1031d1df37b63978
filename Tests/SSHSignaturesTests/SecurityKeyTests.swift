import Testing

@testable import SSHSignatures

@Suite("Security keys")
struct SecurityKeyTests {
    private let message = Array("statement 7".utf8)

    @Test("a signature with a touch verifies, whatever other flags are set", arguments: [0x01, 0x05, 0x41] as [UInt8])
    func acceptsPresentUser(flags: UInt8) throws {
        let key = try SoftwareSecurityKey(flags: flags, counter: 0x0102_0304)
        let signature = try Signature(armored: key.sign(message, namespace: "file").armored)
        try signature.verify(message, namespace: "file")
        #expect(signature.securityKeyData == SecurityKeyData(flags: flags, counter: 0x0102_0304))
    }

    @Test("a signature without a touch is refused with its own reason", arguments: [0x00, 0x04, 0xfe] as [UInt8])
    func refusesAbsentUser(flags: UInt8) throws {
        let signature = try SoftwareSecurityKey(flags: flags).sign(message, namespace: "file")
        #expect(throws: VerificationFailure.userNotPresent) { try signature.verify(message, namespace: "file") }
    }

    @Test("the touch cannot be added afterwards, nor the counter changed")
    func bindsFlagsAndCounter() throws {
        let signature = try SoftwareSecurityKey(flags: 0, counter: 7).sign(message, namespace: "file")
        for data in [SecurityKeyData(flags: 1, counter: 7), SecurityKeyData(flags: 0, counter: 8)] {
            let altered = Signature(
                publicKey: signature.publicKey, namespace: "file", hashAlgorithm: .sha512, value: signature.value,
                securityKeyData: data)
            #expect(throws: VerificationFailure.invalid) { try altered.verify(message, namespace: "file") }
        }
    }

    @Test("a signature does not pass for one of a key with another application")
    func bindsApplication() throws {
        let signature = try SoftwareSecurityKey().sign(message, namespace: "file")
        let altered = Signature(
            publicKey: try PublicKey(securityKey: signature.publicKey.point, application: "ssh:other"),
            namespace: "file", hashAlgorithm: .sha512, value: signature.value,
            securityKeyData: signature.securityKeyData)
        #expect(throws: VerificationFailure.invalid) { try altered.verify(message, namespace: "file") }
    }
}
