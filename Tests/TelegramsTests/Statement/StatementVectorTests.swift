import Testing

@testable import Telegrams

@Suite struct StatementVectorTests {
    @Test func everyVectorIsReadOrRefusedAsItsHeaderSays() throws {
        let vectors = try HeaderedVector.all(of: "statement")
        for vector in vectors { try check(vector) }
        print("statement vectors run: \(vectors.count)")
        #expect(vectors.count >= 80)
    }

    @Test func everyRuleHasAVector() throws {
        let expected = Set(try HeaderedVector.all(of: "statement").compactMap { $0.fields["rule"] })
        #expect(StatementRule.allCases.filter { !expected.contains($0.rawValue) } == [])
    }

    private func check(_ vector: HeaderedVector) throws {
        guard vector.isAccepted else { return refuse(vector) }
        let statement: Statement
        do throws(StatementError) { statement = try Statement(parsing: vector.text) } catch {
            Issue.record("\(vector): \(error)")
            return
        }
        #expect(statement.bytes == vector.text, "\(vector)")
        let read = facts(of: statement)
        for (name, value) in vector.fields where !["expect", "comment"].contains(name) {
            #expect(read[name] == value, "\(vector): \(name)")
        }
        if vector.fields["open blanks"] == nil { #expect(statement.openBlanks == [], "\(vector)") }
        if vector.fields["look-alikes"] == nil { #expect(statement.lookAlikes == [], "\(vector)") }
    }

    private func refuse(_ vector: HeaderedVector) {
        do throws(StatementError) {
            _ = try Statement(parsing: vector.text)
            Issue.record("\(vector): accepted")
        } catch {
            #expect(vector.fields["rule"] == error.rule.rawValue, "\(vector): \(error)")
            #expect(
                vector.fields["expect"] == "reject" + (error.line.map { " line \($0)" } ?? ""), "\(vector): \(error)")
            if let comment = vector.fields["comment"] { #expect(comment == error.message) }
        }
    }

    private func facts(of statement: Statement) -> [String: String] {
        var facts = [
            "number": "\(statement.number)", "signatories": "\(statement.signatories.count)",
            "open blanks": statement.openBlanks.map(String.init).joined(separator: " "),
            "look-alikes": statement.lookAlikes.map { "\($0.line):\($0.column)" }.joined(separator: " "),
        ]
        for (index, signatory) in statement.signatories.enumerated() {
            facts["key \(index + 1)"] = "\(signatory.key)"
            facts["principal \(index + 1)"] = signatory.principal
        }
        return facts
    }
}
