import Testing
@testable import LinkCertificates
