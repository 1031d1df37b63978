import Testing

@testable import BundleProtocol

@Suite struct TCPCLQueueTests {
    @Test func `a queue does what an array does`() {
        var generator = SeededGenerator(seed: 19_510_630)
        var queue = TCPCLQueue<Int>()
        var array: [Int] = []
        for number in 0..<5000 {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0, 1, 2:
                queue.append(number)
                array.append(number)
            case 3, 4:
                #expect(queue.popFirst() == (array.isEmpty ? nil : array.removeFirst()))
            default:
                guard let place = array.indices.randomElement(using: &generator) else { continue }
                #expect(queue.firstPlace { $0 == array[place] } == place)
                queue[place] = -number
                array[place] = -number
                guard Bool.random(using: &generator) else { continue }
                queue.remove(at: place)
                array.remove(at: place)
            }
            #expect(queue.count == array.count && queue.first == array.first && queue[array.count] == nil)
        }
        #expect(queue.removeAll() == array && queue.isEmpty)
    }

    @Test func `what was taken out is let go of at once`() {
        final class Bundle: Sendable {}
        var queue = TCPCLQueue<Bundle>()
        queue.append(Bundle())
        queue.append(Bundle())
        weak let first = queue.first
        queue.popFirst()
        #expect(first == nil && queue.first != nil)
    }
}
